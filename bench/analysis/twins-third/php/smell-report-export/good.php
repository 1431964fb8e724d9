<?php

declare(strict_types=1);

namespace Reports;

use DateTimeImmutable;
use InvalidArgumentException;
use RuntimeException;

interface Output
{
    public function line(array $cells): void;

    public function close(): void;
}

final class CsvOutput implements Output
{
    /** @var resource */
    private $handle;

    public function __construct(string $file)
    {
        $handle = fopen($file, 'wb');
        if ($handle === false) {
            throw new RuntimeException('output');
        }
        $this->handle = $handle;
    }

    public function line(array $cells): void
    {
        fputcsv($this->handle, $cells, ';');
    }

    public function close(): void
    {
        fclose($this->handle);
    }
}

final class HourReport
{
    /** @var array<string, array<string, int>> */
    private array $minutes = [];

    public function __construct(private DateTimeImmutable $from, private DateTimeImmutable $until)
    {
        if ($from > $until) {
            throw new InvalidArgumentException('period');
        }
    }

    public function add(string $person, string $project, DateTimeImmutable $day, int $minutes): bool
    {
        if ($day < $this->from || $day > $this->until) {
            return false;
        }
        $this->minutes[$person][$project] = ($this->minutes[$person][$project] ?? 0) + $minutes;
        return true;
    }

    public function total(string $person): int
    {
        return array_sum($this->minutes[$person] ?? []);
    }

    public function write(Output $output): void
    {
        $output->line(['person', 'project', 'hours']);
        ksort($this->minutes);
        foreach ($this->minutes as $person => $projects) {
            foreach ($projects as $project => $minutes) {
                $output->line([$person, $project, $this->hours($minutes)]);
            }
            $output->line([$person, 'total', $this->hours($this->total($person))]);
        }
        $output->close();
    }

    private function hours(int $minutes): string
    {
        return sprintf('%d:%02d', intdiv($minutes, 60), $minutes % 60);
    }
}

$report = new HourReport(new DateTimeImmutable('first day of last month'), new DateTimeImmutable('today'));
foreach (json_decode((string) file_get_contents('php://stdin'), true, 8, JSON_THROW_ON_ERROR) as $entry) {
    $report->add($entry['person'], $entry['project'], new DateTimeImmutable($entry['day']), (int) $entry['minutes']);
}
$report->write(new CsvOutput($argv[1] ?? 'hours.csv'));
