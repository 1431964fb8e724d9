#include <cstdio>

struct Node {
    int value;
    Node* next;
};

int drain(Node* head)
{
    int sum = 0;
    Node* node = head;
    while (node != nullptr) {
        sum += node->value;
        delete node;
        node = node->next;
    }
    return sum;
}

int main()
{
    Node* second = new Node{2, nullptr};
    Node* first = new Node{1, second};
    std::printf("%d\n", drain(first));
    return 0;
}
