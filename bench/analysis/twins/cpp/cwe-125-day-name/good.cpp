#include <cstdlib>
#include <iostream>

static const char* const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

const char* nameOf(int day)
{
    if (day < 0 || day > 6) {
        return "?";
    }
    return days[day];
}

int main(int argc, char** argv)
{
    if (argc < 2) {
        return 1;
    }
    std::cout << nameOf(std::atoi(argv[1])) << '\n';
    return 0;
}
