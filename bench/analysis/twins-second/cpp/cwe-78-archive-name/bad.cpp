#include <cstdlib>
#include <iostream>
#include <string>

static bool plain(const std::string &name)
{
    return name.find(' ') == std::string::npos;
}

int main()
{
    std::string name;
    std::getline(std::cin, name);
    if (name.empty() || !plain(name))
        return 1;
    const std::string command = "tar cf /tmp/" + name + ".tar docs";
    return std::system(command.c_str()) == 0 ? 0 : 1;
}
