"""What an alert's parts add up to, and the models that weigh them. An alert of before stands with its score."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARDS = """
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);  -- kept by the function below

UPDATE centre_alert SET risk = score;
DROP FUNCTION centre_settled();
CREATE FUNCTION centre_settled() RETURNS TABLE (verdict text, risk double precision, outcome text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT a.verdict, a.risk, coalesce(c.outcome, ''), count(*) FROM centre_alert a LEFT JOIN centre_case c ON c.alert_id = a.id
    WHERE a.state = 'cleared' OR (a.state = 'in_case' AND c.outcome <> '') GROUP BY 1, 2, 3
$$;
REVOKE EXECUTE ON FUNCTION centre_settled() FROM PUBLIC;
"""

BACKWARDS = """
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

DROP FUNCTION centre_settled();
CREATE FUNCTION centre_settled() RETURNS TABLE (verdict text, score double precision, outcome text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
SELECT a.verdict, a.score, coalesce(c.outcome, ''), count(*) FROM centre_alert a LEFT JOIN centre_case c ON c.alert_id = a.id
    WHERE a.state = 'cleared' OR (a.state = 'in_case' AND c.outcome <> '') GROUP BY 1, 2, 3
$$;
REVOKE EXECUTE ON FUNCTION centre_settled() FROM PUBLIC;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('centre', '0012_boarding_gone'),
    ]

    operations = [
        migrations.AddField(
            model_name='alert',
            name='parts',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='alert',
            name='risk',
            field=models.FloatField(default=0.0),
        ),
        migrations.AddField(
            model_name='alert',
            name='risk_model',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.CreateModel(
            name='RiskModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=12)),
                ('intercept', models.FloatField()),
                ('weights', models.JSONField()),
                ('settled', models.IntegerField()),
                ('reliability', models.JSONField()),
                ('standing', models.CharField(choices=[('proposed', 'Proposed'), ('in_force', 'In Force'), ('declined', 'Declined'), ('replaced', 'Replaced')], default='proposed', max_length=10)),
                ('learned_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='models_decided', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('standing', 'in_force')), fields=('standing',), name='one_risk_model_in_force')],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
