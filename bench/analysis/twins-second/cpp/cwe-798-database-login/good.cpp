#include <cstdlib>
#include <libpq-fe.h>
#include <string>

static std::string conninfo()
{
    std::string text = "host=db.internal user=loader dbname=stock";
    if (const char *password = std::getenv("STOCK_PASSWORD"))
        text += std::string(" password=") + password;
    return text;
}

int main()
{
    PGconn *connection = PQconnectdb(conninfo().c_str());
    const bool ok = PQstatus(connection) == CONNECTION_OK;
    PQfinish(connection);
    return ok ? 0 : 1;
}
