"""What was said, kept: tables, queries, migrations. The only place with SQL or a session."""
