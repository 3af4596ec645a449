"""What the customers of the sample company say: templates in the `.txt` files, composed by `pen.Pen`.

A file is a list of sections (`= name`), one template a line; `[a|b|c]` is a choice, `{item}` a slot; choices do not
nest.
"""
