<?php

namespace Shop;

final class Coupons
{
    /** @var list<string> */
    private array $codes;

    public function __construct(array $codes)
    {
        $this->codes = array_values(array_map('strval', $codes));
    }

    public function position(string $code): ?int
    {
        $position = array_search($code, $this->codes, true);

        return $position === false ? null : $position;
    }

    public function redeem(string $code): bool
    {
        $position = $this->position($code);
        if ($position === null) {
            return false;
        }
        unset($this->codes[$position]);
        $this->codes = array_values($this->codes);

        return true;
    }

    public function left(): int
    {
        return count($this->codes);
    }
}
