<?php

declare(strict_types=1);

namespace Tests\Unit;

use App\Pricing\Discount;
use App\Pricing\DiscountException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

final class DiscountTest extends TestCase
{
    private Discount $discount;

    protected function setUp(): void
    {
        $this->discount = new Discount([1000 => 2, 5000 => 5, 20000 => 10]);
    }

    public static function amounts(): array
    {
        return [
            'below the first step' => [999, 999],
            'first step' => [1000, 980],
            'second step' => [5000, 4750],
        ];
    }

    #[DataProvider('amounts')]
    public function testStepsLowerTheAmount(int $amount, int $expected): void
    {
        self::assertSame($expected, $this->discount->of($amount));
    }

    public function testNegativeAmountIsRefused(): void
    {
        try {
            $this->discount->of(-1);
        } catch (DiscountException $exception) {
            self::assertStringContainsString('amount', $exception->getMessage());
        }
    }

    public function testStepsAreListedInOrder(): void
    {
        self::assertSame([1000, 5000, 20000], array_keys($this->discount->steps()));
    }
}
