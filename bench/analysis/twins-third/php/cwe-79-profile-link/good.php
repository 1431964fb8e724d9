<?php

declare(strict_types=1);

/** Shows the members of a club with the addresses of their pages. */
class MemberList
{
    /** @var array<int, array{name: string, page: ?string}> */
    private array $members = [];

    public static function fromFile(string $file): self
    {
        $list = new self();
        foreach (file($file, FILE_IGNORE_NEW_LINES) ?: [] as $line) {
            [$name, $page] = array_pad(explode("\t", $line, 2), 2, null);
            $list->members[] = ['name' => $name, 'page' => $page];
        }
        return $list;
    }

    public function add(string $name, ?string $page): void
    {
        $this->members[] = ['name' => $name, 'page' => $page];
    }

    public function html(): string
    {
        $html = '<ul>';
        foreach ($this->members as $member) {
            $html .= '<li>' . $this->link($member['name'], $member['page']) . '</li>';
        }
        return $html . '</ul>';
    }

    private function link(string $name, ?string $page): string
    {
        $text = htmlspecialchars($name, ENT_QUOTES, 'UTF-8');
        if ($page === null || preg_match('#^https?://#i', $page) !== 1) {
            return $text;
        }
        return sprintf('<a rel="nofollow" href="%s">%s</a>', htmlspecialchars($page, ENT_QUOTES, 'UTF-8'), $text);
    }
}

$list = MemberList::fromFile('/srv/club/members.tsv');
if (is_string($_GET['name'] ?? null) && is_string($_GET['page'] ?? null)) {
    $list->add($_GET['name'], $_GET['page']);
}
header('Content-Type: text/html; charset=utf-8');
echo $list->html();
