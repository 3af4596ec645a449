from django.conf import settings
from django.db import migrations, models
from django.db.models import Count, Min
from django.utils import timezone

OPEN = ("new", "open", "reopened", "waiting")


def join_twins(apps, _editor):
    """Of several open cases of one voice the first goes on; the others are closed and say which one that is."""
    Case, CaseEvent, Firing = (apps.get_model("act", name) for name in ("Case", "CaseEvent", "Firing"))
    open_ = Case.objects.filter(state__in=OPEN).exclude(feedback="")
    moment = timezone.now()
    twice = open_.order_by().values("feedback").annotate(n=Count("pk"), first=Min("pk")).filter(n__gt=1)
    for voice, first in list(twice.values_list("feedback", "first")):
        for case in open_.filter(feedback=voice).exclude(pk=first):
            Firing.objects.filter(case=case).update(case_id=first)
            Case.objects.filter(pk=case.pk).update(
                state="closed", resolved_at=moment, closed_at=moment, done=f"#{first}", version=case.version + 1
            )
            CaseEvent.objects.create(
                case_id=case.pk, at=moment, actor_kind="task", actor_id="upgrade", actor="Zhiyin", verb="close",
                text=f"#{first}",
            )


class Migration(migrations.Migration):

    dependencies = [
        ('act', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(join_twins, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['new', 'open', 'reopened', 'waiting']), models.Q(('feedback', ''), _negated=True)), fields=('feedback',), name='one_open_case_a_voice'),
        ),
    ]
