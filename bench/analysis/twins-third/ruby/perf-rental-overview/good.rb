# frozen_string_literal: true

class RentalOverview
  Row = Struct.new(:number, :customer, :city, :days, keyword_init: true)

  def initialize(branch, today: Date.current)
    @branch = branch
    @today = today
  end

  def rows
    rentals = @branch.rentals.includes(:customer).where(returned_on: nil).order(:due_on).limit(500)
    rentals.map do |rental|
      Row.new(
        number: rental.number,
        customer: rental.customer.name,
        city: rental.customer.city,
        days: (@today - rental.due_on).to_i
      )
    end
  end

  def late
    rows.select { |row| row.days.positive? }
  end

  def to_text
    late.map { |row| format("%-10s %-30s %3d", row.number, row.customer, row.days) }.join("\n")
  end
end
