"""The sheets of the workbook, one module each; ``as_xlsx.render_xlsx`` puts them together."""
