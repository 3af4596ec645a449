from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhiyin.web.pages import Request, page, show


@page()
def overview(request: Request) -> HttpResponse:
    return show(request, "desk/overview/page.html", {"title": _("How are our customers doing?")})
