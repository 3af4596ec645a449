"""The API, put together from the routers beside it."""

from ninja import NinjaAPI

from zhiyin import __version__
from zhiyin.api import concepts, indicators, intake, voices
from zhiyin.api.keys import Key
from zhiyin.api.problems import install

api = NinjaAPI(
    title="Zhiyin",
    version=__version__,
    description="Bearer API keys with scopes; failures are application/problem+json.",
    auth=Key(),
    urls_namespace="api",
)
install(api)
api.add_router("", intake.router)
api.add_router("", indicators.router)
api.add_router("", voices.router)
api.add_router("", concepts.router)
