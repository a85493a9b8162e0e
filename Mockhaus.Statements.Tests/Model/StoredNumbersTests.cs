using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Model;

/// <summary>These numbers and codes are stored or sent: changing one makes old files and clients lie.</summary>
public sealed class StoredNumbersTests
{
    [TestCase(typeof(StatementStatus), "None=0 Submitted=1 Running=2 Succeeded=3 Failed=4 Cancelled=5")]
    [TestCase(typeof(CancelStatus), "NotFound=0 Cancelled=1 Cancelling=2 AlreadyFinished=3")]
    [TestCase(typeof(BatchEncoding), "Identity=0 Gzip=1")]
    [TestCase(
        typeof(ResultColumnType),
        "Fixed=0 Real=1 Text=2 Boolean=3 Binary=4 Date=5 Time=6 TimestampNtz=7 TimestampLtz=8 TimestampTz=9 Variant=10 Object=11 Array=12")]
    [TestCase(
        typeof(Mockhaus.Statements.History.HistoryEntryKind),
        "Ended=0 Submitted=1 SharedRead=2 Read=3 Granted=4 Revoked=5 CancelRequested=6 Released=7 SessionEnded=8 Erased=9 Gap=10")]
    public void The_numbers_of_an_enumeration_stay(Type type, string expected) =>
        string.Join(' ', Enum.GetNames(type).Select(name => $"{name}={(int)Enum.Parse(type, name)}")).Should().Be(expected);

    [Test]
    public void The_error_codes_stay() =>
        typeof(StatementErrorCodes).GetFields().Select(field => $"{field.Name}={field.GetRawConstantValue()}").Should().BeEquivalentTo(
            "ChildFailed=100132",
            "StatementCount=000008",
            "Cancelled=000604",
            "Timeout=000630",
            "EmptyStatement=000900",
            "InvalidParameter=001008",
            "ExecutionFailed=900001",
            "ResultTooLarge=900002",
            "ResultNotStored=900003",
            "Shutdown=900004",
            "ValueNotRepresentable=900005",
            "RequestTooLarge=900006",
            "Conflict=900007",
            "StoreUnavailable=900008",
            "OwnerLost=900009",
            "RowsEvicted=900010",
            "NotReached=900011",
            "NotScripted=900012",
            "OutOfMemory=900013",
            "RequestTimeout=900014",
            "WriteConflict=900015",
            "DatabaseUnavailable=900016",
            "ResultNotReady=900017",
            "HistoryUnavailable=900018");
}
