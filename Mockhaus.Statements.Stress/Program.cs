using Mockhaus.Statements.Stress.Crash;
using Mockhaus.Statements.Stress.Fuzz;
using Mockhaus.Statements.Stress.Large;
using Mockhaus.Statements.Stress.Load;
using Mockhaus.Statements.Stress.RedisHistory;
using Mockhaus.Statements.Stress.Soak;

switch (args.FirstOrDefault())
{
    case CrashCommand.Verb:
        return await CrashCommand.RunAsync(args[1..]);
    case CrashWork.Verb:
        return await CrashWork.RunAsync(args[1..]);
    case CrashDump.Verb:
        return await CrashDump.RunAsync(args[1..]);
    case SoakCommand.Verb:
        return await SoakCommand.RunAsync(args[1..]);
    case LargeCommand.Verb:
        return await LargeCommand.RunAsync(args[1..]);
    case FuzzCommand.Verb:
        return await FuzzCommand.RunAsync(args[1..]);
    case LoadCommand.Verb:
        return await LoadCommand.RunAsync(args[1..]);
    case HistoryWork.Verb:
        return await HistoryWork.RunAsync(args[1..]);
    default:
        string[] verbs = [CrashCommand.Verb, SoakCommand.Verb, LargeCommand.Verb, FuzzCommand.Verb, LoadCommand.Verb];
        await Console.Error.WriteLineAsync($"There is no verb {args.FirstOrDefault()}. There are: {string.Join(", ", verbs)}.");
        return 2;
}
