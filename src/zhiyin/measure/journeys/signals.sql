-- Every signal with a valence: answers and ratings on their scales, opinions as read by the model.
SELECT "at", customer, touchpoint, unit, brand, product, channel, 'answer' AS kind,
       (2 * score - coalesce(scale_min, 0) - scale_max) / (scale_max - coalesce(scale_min, 0)) AS valence
FROM answer
WHERE score IS NOT NULL AND scale_max > coalesce(scale_min, 0)
UNION ALL
SELECT "at", customer, touchpoint, unit, brand, product, channel, 'feedback',
       (2 * rating - 1 - rating_scale) / (rating_scale - 1)
FROM feedback
WHERE rating IS NOT NULL AND rating_scale > 1 AND kind IS DISTINCT FROM 'survey'  -- whose answer is there above
UNION ALL
SELECT "at", customer, touchpoint, unit, brand, product, channel, 'mention', polarity
FROM mention
WHERE polarity IS NOT NULL
