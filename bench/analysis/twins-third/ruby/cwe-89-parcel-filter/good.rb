# frozen_string_literal: true

module Depot
  class ParcelsController < ApplicationController
    before_action :authenticate_user!
    before_action :set_depot
    rescue_from ActiveRecord::RecordNotFound, with: :missing

    PER_PAGE = 40
    SORTS = {
      "newest" => "parcels.created_at DESC",
      "weight" => "parcels.weight ASC",
      "city" => "parcels.city ASC"
    }.freeze

    def index
      @parcels = filtered(@depot.parcels)
                 .order(Arel.sql(sort_order))
                 .limit(PER_PAGE)
                 .offset(page * PER_PAGE)

      respond_to do |format|
        format.html
        format.json { render json: @parcels.map { |parcel| summary(parcel) } }
      end
    end

    def show
      @parcel = @depot.parcels.find(params[:id])
    end

    def destroy
      parcel = @depot.parcels.find(params[:id])
      if parcel.destroy
        redirect_to depot_parcels_path(@depot), notice: t(".removed")
      else
        redirect_to depot_parcel_path(@depot, parcel), alert: parcel.errors.full_messages.to_sentence
      end
    end

    private

    def set_depot
      @depot = current_user.depots.find(params[:depot_id])
    end

    def filtered(scope)
      scope = scope.where(city: params[:city]) if params[:city].present?
      scope = scope.where(weight: ..params[:max].to_i) if params[:max].present?
      scope = by_receiver(scope, params[:receiver]) if params[:receiver].present?
      scope
    end

    def by_receiver(scope, receiver)
      prefix = "#{receiver.downcase}%"
      scope.where("lower(receiver) LIKE :prefix OR lower(company) LIKE :prefix", prefix: prefix)
    end

    def sort_order
      SORTS.fetch(params[:sort], SORTS["newest"])
    end

    def page
      [params[:page].to_i, 0].max
    end

    def summary(parcel)
      {
        id: parcel.id,
        receiver: parcel.receiver,
        city: parcel.city,
        weight: parcel.weight
      }
    end

    def missing
      head :not_found
    end
  end
end
