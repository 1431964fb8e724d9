#include <iostream>
#include <memory>
#include <string>

class Session {
public:
    explicit Session(std::string user) : user_(std::move(user)) {}
    const std::string &user() const { return user_; }

private:
    std::string user_;
};

int main()
{
    Session *session = new Session("ann");
    std::cout << session->user() << '\n';
    delete session;
    return 0;
}
