"""Family engagement toolkits from YAML: visit guides become a searchable, printable school site."""
