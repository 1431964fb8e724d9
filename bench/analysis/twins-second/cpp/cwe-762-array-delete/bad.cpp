#include <cstddef>
#include <iostream>

static int sum(std::size_t count)
{
    int *values = new int[count];
    for (std::size_t i = 0; i < count; i++)
        values[i] = static_cast<int>(i);
    if (count > 1000) {
        return -1;
    }
    int total = 0;
    for (std::size_t i = 0; i < count; i++)
        total += values[i];
    delete[] values;
    return total;
}

int main()
{
    std::cout << sum(10) << '\n';
    return 0;
}
