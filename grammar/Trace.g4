// The text form of a trace: one header line or one event a line, in packetdrill's notation
// (docs/guide/trace-format.md). `npm run grammar` makes src/trace/text/generated from it; a test keeps them equal.
// The reader gives one line at a time. Words that mean something are literals here and listed in `word`, so
// they stay usable as names.
grammar Trace;

line        : (header | event)? EOF ;

// ---- header
header      : 'tcpassay' INT                                                                      # formatLine
            | 'stack' name=value version=value?                                                   # stackLine
            | 'scenario' value                                                                    # scenarioLine
            | 'seed' number                                                                       # seedLine
            | 'profile' value                                                                     # profileLine
            | 'clock' kind=('real' | 'virtual')                                                   # clockLine
            | 'recorder' recorderWord+                                                            # recorderLine
            | 'lag' ('in' incoming=duration)? ('out' outgoing=duration)? ('error' error=duration)? # lagLine
            | 'started' value                                                                     # startedLine
            | 'setting' name=value content=value                                                  # settingLine
            | 'tool' value                                                                        # toolLine
            | 'connection' stack=ENDPOINT peer=ENDPOINT                                           # connectionLine
            ;
recorderWord: 'near' | 'far' | 'between' | 'lossless' | 'api' ;
duration    : DURATION | INT | 'unbounded' ;
value       : text | INT | FLOAT | VERSION ;

// ---- events
event       : FRAME? connection? bracket happening ;
connection  : '[' INT ']' ;
bracket     : from=time ('~' to=time)? ;
time        : '+'? (INT | FLOAT) ;
happening   : segment | call | return | snapshot | gap | end ;

segment     : dir=('<' | '>') flags seq ('ack' ack=INT)? ('win' win=INT)? ('urg' urg=INT)? options? suffix* ;
flags       : '-' | (WORD | '.')+ ;
seq         : from=INT ':' to=INT '(' length=INT ')' ;
options     : '<' (option (',' option)*)? '>' ;
option      : 'nop'                                        # nop
            | 'eol'                                        # eol
            | 'mss' INT                                    # mss
            | 'wscale' INT                                 # wscale
            | 'sackOK'                                     # sackOk
            | 'sack' block+                                # sack
            | 'TS' 'val' val=INT 'ecr' ecr=INT             # timestamps
            | 'opt' kind=INT ('len' (wrong=INT | none='none'))? HEX? # otherOption
            ;
block       : left=INT ':' right=INT ;
suffix      : name=('ttl' | 'tos' | 'id' | 'reserved') content=(INT | HEX)   # fieldSuffix
            | 'checksum' kind=('good' | 'bad' | 'unknown')                   # checksumSuffix
            | 'data' content=(STRING | HEX)                                  # dataSuffix
            ;

call        : 'call' INT word '(' (socket=number (',' entry)* | entry (',' entry)*)? ')' ;
return      : 'return' INT '=' number error=text? entries? ;
snapshot    : 'snapshot' word number 'withheld'? entries ;
gap         : 'gap' INT ;
end         : 'end' ;

entries     : '{' (entry (',' entry)*)? '}' ;
entry       : text '=' (number | text | VERSION) ;
number      : '-'? (INT | FLOAT | EXPONENT) ;
text        : STRING | ENDPOINT | TIMESTAMP | word ;

word        : WORD
            | 'tcpassay' | 'stack' | 'scenario' | 'seed' | 'profile' | 'clock' | 'real' | 'virtual'
            | 'recorder' | 'near' | 'far' | 'between' | 'lossless' | 'api' | 'lag' | 'in' | 'out'
            | 'error' | 'unbounded' | 'started' | 'setting' | 'tool' | 'connection' | 'ack' | 'win'
            | 'urg' | 'nop' | 'eol' | 'mss' | 'wscale' | 'sackOK' | 'sack' | 'TS' | 'val' | 'ecr' | 'opt'
            | 'len' | 'none' | 'ttl' | 'tos' | 'id' | 'reserved' | 'checksum' | 'good' | 'bad'
            | 'unknown' | 'data' | 'call' | 'return' | 'snapshot' | 'withheld' | 'gap' | 'end'
            ;

// ---- lexis. A `#` with a digit behind it is a frame number, every other one begins a comment.
COMMENT     : ('//' ~[\r\n]* | '#' (~[0-9\r\n] ~[\r\n]*)?) -> skip ;
SPACE       : [ \t\r\n]+ -> skip ;
FRAME       : '#' D ;
TIMESTAMP   : D '-' D '-' D 'T' D ':' D (':' D ('.' D)?)? ('Z' | [+-] D ':' D) ;
ENDPOINT    : (D '.' D '.' D '.' D | '[' [0-9a-fA-F:.]+ ']') ':' D ;
HEX         : '0x' [0-9a-fA-F]* ;
VERSION     : D '.' D '.' [0-9A-Za-z_] [0-9A-Za-z_.+~-]* ;
DURATION    : D ('.' D)? ('ns' | 'us' | 'ms' | 's') ;
EXPONENT    : D ('.' D)? [eE] [+-]? D ;
FLOAT       : D? '.' D ;
INT         : D ;
WORD        : [A-Za-z_] [A-Za-z0-9_]* ([./-] [A-Za-z0-9_]+)* ;
STRING      : '"' STRING_PART* '"' ;
UNTERMINATED: '"' STRING_PART* ;
UNKNOWN     : . ;
fragment D           : [0-9]+ ;
fragment STRING_PART : '\\' ~[\r\n] | ~["\\\r\n] ;
