#include <iostream>
#include <map>
#include <string>

struct User {
    std::string name;
};

static std::map<int, User> users = {{1, {"ann"}}};

static User *find(int id)
{
    auto found = users.find(id);
    return found == users.end() ? nullptr : &found->second;
}

int main(int argc, char **)
{
    User *user = find(argc);
    if (!user)
        std::cerr << "unknown\n";
    std::cout << user->name << '\n';
    return 0;
}
