"""What happened, append-only. Columns beyond `COMMON`; meaning and unit stand here and nowhere else."""

from zhiyin.warehouse.schema.values import Column, FactTable, Type

FEEDBACK = FactTable(
    "feedback",
    "one thing a customer said",
    (
        Column("kind", Type.TEXT, "review, post, comment, complaint, chat, call, mail, survey"),
        Column("text", Type.TEXT, "the customer's words", personal=True),
        Column("language", Type.TEXT, "zh, en, mixed, other; as declared by the source or found on import"),
        Column("rating", Type.NUMBER, "the score given with it", unit="1..rating_scale"),
        Column("rating_scale", Type.NUMBER, "the best possible rating", unit="points"),
        Column("title", Type.TEXT, "headline", personal=True),
        Column("attributes", Type.JSON, "everything else the source said, as a JSON object"),
    ),
)

DOCUMENT = FactTable(
    "document",
    "one feedback as understood: exactly one row per feedback annotated",
    (
        Column("feedback", Type.ID, "feedback.id"),
        Column("language", Type.TEXT, "zh, en, mixed, other"),
        Column("polarity", Type.NUMBER, "how positive the whole text is", unit="-1..1"),
        Column("label", Type.TEXT, "negative, neutral, positive"),
        Column("confidence", Type.NUMBER, "calibrated probability of the label", unit="0..1"),
        Column("emotion", Type.TEXT, "main emotion, or null"),
        Column(
            "intents", Type.WORDS, "praise, complaint, question, suggestion, comparison, churn, safety, legal, media"
        ),
        Column("mentions", Type.WHOLE, "number of mentions found", unit="mentions"),
        Column("brands", Type.WORDS, "codes of the brands named in it, ours and rivals'"),
        Column(
            "ladder", Type.TEXT, "highest step of pleasure praised: comfort, appreciation, admiration, savour; or null"
        ),
        Column("effort", Type.TEXT, "high: they had to go, call or ask again; low: they say it was easy; or null"),
        Column("step_versions", Type.TEXT, "name and version of the understanding that produced it"),
        Column("scenes", Type.WORDS, "codes of the pack's occasions and situations of use that it names"),
    ),
    parent="feedback",
)

MENTION = FactTable(
    "mention",
    "one opinion in one feedback",
    (
        Column("feedback", Type.ID, "feedback.id"),
        Column("clause", Type.TEXT, "the clause it stands in", personal=True),
        Column("start", Type.WHOLE, "where the clause starts in feedback.text", unit="characters"),
        Column("end", Type.WHOLE, "where it ends (exclusive)", unit="characters"),
        Column("aspect", Type.TEXT, "code of the concept in the pack's graph"),
        Column("polarity", Type.NUMBER, "how positive the opinion is", unit="-1..1"),
        Column("label", Type.TEXT, "negative, neutral, positive"),
        Column("confidence", Type.NUMBER, "calibrated probability of the label", unit="0..1"),
        Column("emotion", Type.TEXT, "emotion, or null"),
        Column("intensity", Type.NUMBER, "strength of the wording", unit="0..1"),
        Column("need", Type.TEXT, "what is asked for, or null", personal=True),
        Column("intent", Type.TEXT, "praise, complaint, question, suggestion, comparison, churn, safety, legal, media"),
        Column("words", Type.WORDS, "the words that carried the judgement"),
        Column("spans", Type.WORDS, "where words that carried it stand in feedback.text, as start-end (end exclusive)"),
        Column("aspect_words", Type.WORDS, "the words of the clause that name the aspect; empty where none of it does"),
        Column("aspect_spans", Type.WORDS, "where each of them stands"),
        Column(
            "figures",
            Type.WORDS,
            "comparison, question, rhetorical, wish, condition, regret, irony, double_negation; context: no word of it "
            "tells what it is about, its text does",
        ),
        Column("ladder", Type.TEXT, "step of pleasure: comfort, appreciation, admiration, savour; or null"),
        Column("effort", Type.TEXT, "high, low, or null"),
        Column("need_kind", Type.TEXT, "explicit: asked for; implicit: a complaint about what people want; or null"),
        Column(
            "want",
            Type.TEXT,
            "the motive behind the need: time, ease, value, respect, honesty, safety, quality, comfort, choice, "
            "information, accuracy",
        ),
        Column("dimension", Type.TEXT, "product, service, relationship, convenience, brand_image, price; or null"),
        Column("experience", Type.TEXT, "sense, feel, think, act, relate; or null"),
        Column("brands", Type.WORDS, "codes of the brands that the clause names, ours and rivals'"),
        Column("brand_spans", Type.WORDS, "wherever its words name one"),
        Column("products", Type.WORDS, "codes of the products that the clause names"),
        Column("product_spans", Type.WORDS, "wherever its words name one"),
        Column("places", Type.WORDS, "places that the clause names, as said"),
        Column("place_spans", Type.WORDS, "where they stand, in the clause or before it in its sentence"),
        Column("times", Type.WORDS, "times that the clause names, as said"),
        Column("time_spans", Type.WORDS, "where each of them stands, in the clause or before it in its sentence"),
        Column("against", Type.TEXT, "what it is compared with: code of a brand, others, before, expected; or null"),
        Column("favours", Type.TEXT, "what comes out better: own, or one of those; or null"),
        Column("step_versions", Type.TEXT, "name and version of the understanding that produced it"),
        Column("scenes", Type.WORDS, "codes of the scenes that its sentence names, or else the nearest that names any"),
        Column("scene_spans", Type.WORDS, "where the words that name them stand in feedback.text, as start-end"),
    ),
    parent="feedback",
)

ANSWER = FactTable(
    "answer",
    "one answered question",
    (
        Column("response", Type.TEXT, "id of the response it belongs to"),
        Column("survey", Type.TEXT, "code of the survey"),
        Column("version", Type.TEXT, "version of the survey"),
        Column("question", Type.TEXT, "code of the question"),
        Column("instrument", Type.TEXT, "nps, csat, ces, or the code of another instrument"),
        Column("score", Type.NUMBER, "numeric answer", unit="points of the instrument"),
        Column("scale_min", Type.NUMBER, "worst possible score", unit="points"),
        Column("scale_max", Type.NUMBER, "best possible score", unit="points"),
        Column("choice", Type.TEXT, "chosen option, when the answer is not a number"),
        Column("weight", Type.NUMBER, "sampling weight; 1 when the survey is unweighted"),
        Column("feedback", Type.ID, "feedback.id of its text, or null"),
    ),
)

EVENT = FactTable(
    "event",
    "one action",
    (
        Column("name", Type.TEXT, "what was done"),
        Column("session", Type.TEXT, "session id"),
        Column("anonymous", Type.TEXT, "anonymous id", personal=True),
        Column("properties", Type.JSON, "what else is known, as a JSON object"),
    ),
)

ORDER = FactTable(
    "order",
    "one purchase",
    (
        Column("amount", Type.NUMBER, "value of the order", unit="currency"),
        Column("currency", Type.TEXT, "ISO 4217"),
        Column("status", Type.TEXT, "placed, paid, delivered, cancelled, returned"),
        Column("items", Type.JSON, "lines as a JSON array of objects"),
        Column("promised_at", Type.INSTANT, "delivery promised for"),
        Column("delivered_at", Type.INSTANT, "delivered at, or null"),
    ),
)

TURN = FactTable(
    "turn",
    "one utterance of a conversation",
    (
        Column("conversation", Type.TEXT, "conversation id"),
        Column("n", Type.WHOLE, "position in the conversation, from 1", unit="turns"),
        Column("speaker", Type.TEXT, "customer, agent, bot"),
        Column("agent", Type.TEXT, "agent id", personal=True),
        Column("queue", Type.TEXT, "service queue"),
        Column("text", Type.TEXT, "what was said", personal=True),
    ),
)

FACTS = {table.name: table for table in (FEEDBACK, DOCUMENT, MENTION, ANSWER, EVENT, ORDER, TURN)}
