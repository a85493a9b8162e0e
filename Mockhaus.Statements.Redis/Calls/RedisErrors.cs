using System.Globalization;
using Mockhaus.Statements.DependencyInjection;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>What went wrong with Redis, and what to do about it.</summary>
internal static class RedisErrors
{
    private const string Store = "Redis";

    /// <summary>What scripts begin an error with when a statement is of another format; the format follows.</summary>
    private const string FormatError = "FORMAT ";

    /// <summary>How the client says that it has reached replicas alone, and how this store does.</summary>
    private const string NotEligible = "not eligible for replica";
    private const string NoPrimary = "Only a replica of Redis can be reached, which takes no changes.";

    /// <summary>What to do where a right is missing.</summary>
    public const string NoRight =
        "The user has no right to that. It needs the commands of hashes, sorted sets, strings and scripts, TIME, PUBLISH and SUBSCRIBE, on all keys and the channel with the prefix.";

    /// <summary>What to do where a command is missing.</summary>
    public const string Unknown = "It was renamed or disabled there (rename-command), or something that is no Redis answers. The store needs it under its own name.";

    /// <summary>Whether it is a failure of Redis or the way to it, and not of our own code.</summary>
    public static bool IsRedis(Exception exception) => exception is RedisException or RedisCommandException or TimeoutException or IOException or ObjectDisposedException;

    /// <summary>Whether it may pass by itself, so that the call is worth sending again. Every call is safe to be sent twice.</summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        RedisConnectionException connection => connection.FailureType != ConnectionFailureType.AuthenticationFailure,
        RedisTimeoutException => true,
        RedisServerException server => Begins(server, "LOADING") || Begins(server, "TRYAGAIN") || Begins(server, "CLUSTERDOWN")
            || Begins(server, "MASTERDOWN") || Begins(server, "READONLY") || Begins(server, "BUSY"),
        _ => false,
    };

    public static StatementStoreException Failed(string operation, StatementHandle? handle, Exception exception) => exception switch
    {
        StatementStoreException already => already,
        RedisServerException server when Begins(server, FormatError) => OtherFormat(operation, handle, server.Message[FormatError.Length..]),
        _ => new(Store, operation, handle, Shortened(exception), Advice(exception)),
    };

    /// <summary>A statement that was written by another version of this.</summary>
    /// <param name="operation">What was asked.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="format">Its format, as it stands there.</param>
    public static StatementStoreException OtherFormat(string operation, StatementHandle? handle, string format) =>
        int.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > StoredFields.Format
            ? Failed(
                operation,
                handle,
                $"It was written in format {number}, and this version of Mockhaus.Statements reads up to format {StoredFields.Format}.",
                "Update this server, or give the other one a Redis:KeyPrefix of its own.")
            : Damaged(handle, new FormatException(), operation);

    /// <summary>A statement whose fields cannot be read.</summary>
    public static StatementStoreException Damaged(StatementHandle? handle, Exception exception, string operation = "read") => Failed(
        operation, handle, $"Its fields are damaged ({exception.GetType().Name}).", "Delete its keys, and submit the statement again.");

    /// <summary>A batch whose bytes are not those that were written.</summary>
    public static StatementStoreException DamagedBatch(string operation, StatementHandle handle, int number) => new(
        Store,
        operation,
        handle,
        new InvalidDataException($"The bytes of batch {number} are not those that were written: their length or their checksum is another."),
        "Submit the statement again.");

    public static StatementStoreException Failed(string operation, StatementHandle? handle, string reason, string? advice = null) =>
        new(Store, operation, handle, new InvalidOperationException(reason), advice);

    /// <summary>Whether it is about the one statement, which will not be another when it is asked for again.</summary>
    public static bool IsUnreadable(StatementStoreException exception) =>
        exception.InnerException?.GetType() == typeof(InvalidOperationException)
        || (exception.InnerException is RedisServerException server && Begins(server, "WRONGTYPE"));

    /// <summary>What the client says of timeouts and connections is a page for whoever writes clients. It stays below.</summary>
    private static Exception Shortened(Exception exception) => exception switch
    {
        RedisConnectionException connection when connection.Message.Contains(NotEligible, StringComparison.Ordinal) => new IOException(NoPrimary, connection),
        RedisConnectionException { FailureType: not ConnectionFailureType.AuthenticationFailure } connection =>
            new IOException($"There is no connection to Redis ({connection.FailureType}).", connection),
        TimeoutException => new TimeoutException("Redis did not answer in time.", exception),
        _ => exception,
    };

    private static string? Advice(Exception exception)
    {
        var message = exception.Message;
        bool Says(string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
        return message switch
        {
            _ when Says("OOM command not allowed") =>
                "Redis has reached its maxmemory. Raise it, or let statements live for a shorter time; what is stored is safe.",
            _ when Says("MISCONF") => "Redis cannot write to its disk and takes no changes. Its own log says why.",
            _ when Says("NOAUTH") || Says("WRONGPASS") || Says("AuthenticationFailure") || Says("invalid password") || Says("invalid username") =>
                "Check user and password in Redis:Configuration.",
            _ when Says("NOPERM") || Says("can't run this command") => NoRight,
            _ when Says("unknown command") => Unknown,
            _ when Says("READONLY") || Says(NotEligible) => "Name the primary in Redis:Configuration, or wait until a replica has become one.",
            _ when Says("CROSSSLOT") =>
                "What one script touches has one hash tag, as Redis Cluster asks for; a proxy that does not heed the tags cannot be used.",
            _ when Says("WRONGTYPE") => "Something else has written a key of that name. Choose another Redis:KeyPrefix.",
            _ when exception is RedisConnectionException =>
                "Check that it runs where Redis:Configuration says, still takes this user and password, and lets the user connect (ECHO).",
            _ when exception is RedisServerException server && !IsPassing(server) => "Redis answers, and refuses this; its documentation says why.",
            _ => null,
        };
    }

    private static bool Begins(RedisServerException exception, string text) => exception.Message.StartsWith(text, StringComparison.Ordinal);
}
