#include <cstring>
#include <iostream>
#include <string>

struct Label {
    char text[16];
};

static Label make_label(const std::string &text)
{
    Label label{};
    std::memcpy(label.text, text.c_str(), text.size() + 1);
    return label;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 1;
    std::cout << make_label(argv[1]).text << '\n';
    return 0;
}
