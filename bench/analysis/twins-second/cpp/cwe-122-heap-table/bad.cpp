#include <iostream>
#include <memory>

static std::unique_ptr<int[]> squares(int count)
{
    std::unique_ptr<int[]> table(new int[10]);
    for (int i = 0; i <= 10; i++) {
        table[i] = i * count;
    }
    return table;
}

int main()
{
    const auto table = squares(3);
    std::cout << table[9] << '\n';
    return 0;
}
