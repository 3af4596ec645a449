from zhiyin.company.brands.models import Brand
from zhiyin.company.calendars.models import Calendar
from zhiyin.company.changes.models import Change
from zhiyin.company.concepts.models import Concept, Held
from zhiyin.company.products.models import Product
from zhiyin.company.releases.models import Release
from zhiyin.company.settings.models import Company
from zhiyin.company.touchpoints.models import Stage, Touchpoint
from zhiyin.company.units.models import Unit

__all__ = [
    "Brand",
    "Calendar",
    "Change",
    "Company",
    "Concept",
    "Held",
    "Product",
    "Release",
    "Stage",
    "Touchpoint",
    "Unit",
]
