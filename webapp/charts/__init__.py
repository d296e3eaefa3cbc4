"""From data to the marks of a drawing: pure geometry, in units of an SVG view box.

A drawing is :data:`webapp.charts.drawing.WIDTH` units wide, about what a phone of 360 px leaves for
it, so that its text (12 to 13 units) is never smaller than it looks here. ``_charts.html`` draws
what these functions give and puts the table behind it. Lengths are in proportion to the values,
rounded to a hundredth of a unit; of the same data comes the same drawing.

**No chart where a sentence does**: each drawing has ``drawn``, False where too few values are
there to show a shape. The template then says so and opens the table.
"""
