from webapp.database import Database


def test_postgresql_compiles_no_statement(cluster):
    database = Database(cluster.url())
    for engine in (database.reading, database.writing):
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW jit").scalar_one() == "off"
    database.close()
