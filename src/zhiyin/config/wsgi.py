"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

from zhiyin.kit.processes import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiyin.config.settings")
end_with_parent()
application = get_wsgi_application()

from zhiyin.web.warming import warm_up  # noqa: E402  needs the application

warm_up()
