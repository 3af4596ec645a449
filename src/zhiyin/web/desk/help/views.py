"""How is this number computed?"""

from django.http import HttpResponse

from zhiyin.web.desk.help.pages import INDEX, read
from zhiyin.web.pages import Request, page, show


@page(scoped=False)
def formulas(request: Request) -> HttpResponse:
    return show(request, "desk/help/formulas.html", {"text": (text := read(INDEX)), "title": text.title})


@page(scoped=False)
def formula(request: Request, name: str) -> HttpResponse:
    return show(request, "desk/help/formulas.html", {"text": (text := read(name)), "title": text.title, "name": name})
