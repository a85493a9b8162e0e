using Microsoft.Extensions.Internal;

namespace Mockhaus.Statements.Stores;

/// <summary>MemoryCache takes no TimeProvider, only this interface of its own.</summary>
internal sealed class MemoryCacheClock(TimeProvider timeProvider) : ISystemClock
{
    public DateTimeOffset UtcNow => timeProvider.GetUtcNow();
}
