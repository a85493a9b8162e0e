using Microsoft.Extensions.Internal;

namespace Mockhaus.Statements.Stores;

/// <summary>Adapts a TimeProvider to the interface that MemoryCache takes.</summary>
internal sealed class MemoryCacheClock(TimeProvider timeProvider) : ISystemClock
{
    public DateTimeOffset UtcNow => timeProvider.GetUtcNow();
}
