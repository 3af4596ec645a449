from django.db import migrations, models


class Migration(migrations.Migration):
    """A layer speaks of one kind; those there are speak of polarity."""

    dependencies = [("understand", "0006_pause")]

    operations = [
        migrations.RemoveConstraint(model_name="learnedlayer", name="one_active_layer"),
        migrations.AddField(
            model_name="learnedlayer", name="kind", field=models.CharField(default="polarity", max_length=10)
        ),
        migrations.AddConstraint(
            model_name="learnedlayer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("active", True)), fields=("kind",), name="one_active_layer_a_kind"
            ),
        ),
    ]
