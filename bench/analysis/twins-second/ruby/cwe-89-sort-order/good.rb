class ProductsController < ApplicationController
  SORTABLE = %w[name price].freeze

  def index
    render json: Product.order(Arel.sql(sort_column))
  end

  private

  def sort_column
    column = params.fetch(:sort, "name")
    SORTABLE.include?(column) ? column : "name"
  end
end
