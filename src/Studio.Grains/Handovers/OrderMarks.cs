using Studio.Grains.Figures;

namespace Studio.Grains.Handovers;

/// <summary>What imported orders say of payment, for the figures.</summary>
public sealed class OrderMarks(IGrainFactory grains) : IPaidMarks
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaidMark>> Of(string sessionId) => Of(await grains.GetGrain<IHandoverGrain>(sessionId).Get());

    /// <summary>The marks of a book: an order that has a hold. Where the platform does not say when it was paid, it was before now; a mark counts where its hold does.</summary>
    public static IReadOnlyList<PaidMark> Of(HandoverView book) =>
    [
        .. book.Orders.Where(order => order.HoldId is not null && order.Status != OrderStatus.Waiting)
            .Select(order => new PaidMark(order.HoldId!, order.Amount, order.PaidAt ?? DateTimeOffset.UnixEpoch, order.Status == OrderStatus.Refunded)),
    ];
}
