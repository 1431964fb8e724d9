#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

static std::string session_token()
{
    std::string token;
    for (int i = 0; i < 16; i++)
        token += "0123456789abcdef"[std::rand() % 16];
    return token;
}

int main()
{
    std::cout << session_token() << '\n';
    return 0;
}
