#include <cstring>
#include <iostream>

struct Label {
    char text[24];
};

void assign(Label& label, const char* text)
{
    std::size_t length = std::strlen(text);
    if (length >= sizeof(label.text)) {
        length = sizeof(label.text) - 1;
    }
    std::memcpy(label.text, text, length);
    label.text[length] = '\0';
}

int main(int argc, char** argv)
{
    Label label{};
    if (argc > 1) {
        assign(label, argv[1]);
    }
    std::cout << label.text << '\n';
}
