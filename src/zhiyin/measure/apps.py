from django.apps import AppConfig


class MeasureConfig(AppConfig):
    name = "zhiyin.measure"
    label = "measure"

    def ready(self) -> None:
        from zhiyin.measure.indicators.bases import VALENCE
        from zhiyin.measure.indicators.words import valences
        from zhiyin.warehouse.engines import teach

        teach(VALENCE, valences)
