#include <sqlite3.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

struct Closer {
    void operator()(sqlite3 *db) const { sqlite3_close(db); }
    void operator()(sqlite3_stmt *st) const { sqlite3_finalize(st); }
};

class Catalogue {
public:
    explicit Catalogue(sqlite3 *db) : db_(db) {}

    std::vector<std::string> partsOf(const std::string &maker) {
        std::vector<std::string> names;
        std::string sql = "SELECT name FROM parts WHERE maker = '";
        sql.append(maker).append("' ORDER BY name");
        sqlite3_stmt *raw = nullptr;
        if (sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) {
            return names;
        }
        std::unique_ptr<sqlite3_stmt, Closer> statement(raw);
        while (sqlite3_step(raw) == SQLITE_ROW) {
            names.emplace_back(reinterpret_cast<const char *>(sqlite3_column_text(raw, 0)));
        }
        return names;
    }

private:
    std::unique_ptr<sqlite3, Closer> db_;
};

int main() {
    const char *query = std::getenv("QUERY_STRING");
    sqlite3 *db = nullptr;
    if (query == nullptr || sqlite3_open("parts.db", &db) != SQLITE_OK) {
        return 1;
    }
    Catalogue catalogue(db);
    std::string maker(query);
    maker.erase(0, maker.find('=') + 1);
    std::cout << "Content-Type: text/plain\r\n\r\n";
    for (const auto &name : catalogue.partsOf(maker)) {
        std::cout << name << "\n";
    }
}
