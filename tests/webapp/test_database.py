from webapp.database import Database


def test_postgresql_neither_compiles_statements_nor_starts_helpers_for_them(cluster):
    database = Database(cluster.url())
    for engine in (database.reading, database.writing):
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW jit").scalar_one() == "off"
            helpers = connection.exec_driver_sql("SHOW max_parallel_workers_per_gather")
            assert helpers.scalar_one() == "0"
    database.close()
