#include <cstdint>
#include <iostream>
#include <map>
#include <set>
#include <utility>

using Cell = std::pair<int, int>;

class Warehouse {
public:
    Warehouse(int rows, int columns) : rows_(rows), columns_(columns) {}

    void block(int row, int column) { blocked_.insert({row, column}); }

    // Ways from a cell to the lower right corner, moving right or down.
    std::uint64_t routes(int row, int column) {
        if (row >= rows_ || column >= columns_ || blocked_.count({row, column}) != 0) {
            return 0;
        }
        if (row == rows_ - 1 && column == columns_ - 1) {
            return 1;
        }
        const auto known = counted_.find({row, column});
        if (known != counted_.end()) {
            return known->second;
        }
        const std::uint64_t found = routes(row + 1, column) + routes(row, column + 1);
        counted_[{row, column}] = found;
        return found;
    }

private:
    int rows_;
    int columns_;
    std::set<Cell> blocked_;
    std::map<Cell, std::uint64_t> counted_;
};

int main() {
    Warehouse warehouse(24, 24);
    warehouse.block(3, 4);
    warehouse.block(9, 2);
    std::cout << warehouse.routes(0, 0) << '\n';
}
