using System.Globalization;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.History.Redis;

public sealed class RedisHistoryConformance : HistoryConformance<RedisHistoryConformance.Factory>
{
    private static int _count;

    public sealed class Factory : HistoryFactory
    {
        private readonly string _prefix =
            string.Create(CultureInfo.InvariantCulture, $"history-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}:");

        public override Type HistoryType => typeof(RedisStatementHistory);

        public override async ValueTask<IStatementHistory> OpenAsync() => await RedisStatementHistory.ConnectAsync(
            new() { Configuration = (await SharedRedis.ServerAsync()).Configuration, KeyPrefix = _prefix });
    }
}
