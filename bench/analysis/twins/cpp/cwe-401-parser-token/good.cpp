#include <memory>
#include <stdexcept>
#include <string>

struct Token {
    std::string text;
    int line;
};

int lineOf(const std::string& text, int line)
{
    auto token = std::make_unique<Token>(Token{text, line});
    if (token->text.empty()) {
        return -1;
    }
    int result = token->line;
    return result;
}
