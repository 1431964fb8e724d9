#include <memory>
#include <stdexcept>
#include <string>

struct Token {
    std::string text;
    int line;
};

int lineOf(const std::string& text, int line)
{
    Token* token = new Token{text, line};
    if (token->text.empty()) {
        return -1;
    }
    int result = token->line;
    delete token;
    return result;
}
