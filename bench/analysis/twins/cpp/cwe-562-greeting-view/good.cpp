#include <iostream>
#include <string>

std::string greeting(const std::string& name)
{
    std::string text = "Hello, ";
    text += name;
    return text;
}

int main()
{
    std::cout << greeting("Ada") << '\n';
    return 0;
}
