# frozen_string_literal: true

require "rspec"

class Calendar
  def initialize(year)
    @year = year
  end

  def leap?
    (@year % 4).zero? && (@year % 100).positive? || (@year % 400).zero?
  end

  def days
    leap? ? 366 : 365
  end
end

RSpec.describe Calendar do
  it "knows common years" do
    expect(described_class.new(2023).days).to eq(365)
  end

  it "knows the leap year of the century" do
    calendar = described_class.new(2000)
    calendar.days == 366
  end
end
