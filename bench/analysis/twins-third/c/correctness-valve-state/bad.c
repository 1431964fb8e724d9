#include <stdio.h>
#include <string.h>

enum valve { VALVE_CLOSED, VALVE_OPENING, VALVE_OPEN, VALVE_CLOSING };

struct plant {
    enum valve valve;
    int percent;
    int alarms;
};

static void tick(struct plant *plant, int want_open)
{
    switch (plant->valve) {
    case VALVE_CLOSED:
        if (want_open)
            plant->valve = VALVE_OPENING;
        break;
    case VALVE_OPENING:
        plant->percent += 10;
        if (plant->percent >= 100)
            plant->valve = VALVE_OPEN;
    case VALVE_OPEN:
        if (!want_open)
            plant->valve = VALVE_CLOSING;
        if (plant->percent < 100)
            plant->alarms++;
        break;
    case VALVE_CLOSING:
        plant->percent -= 10;
        if (plant->percent <= 0)
            plant->valve = VALVE_CLOSED;
        break;
    }
}

int main(void)
{
    struct plant plant = {VALVE_CLOSED, 0, 0};
    char word[16];

    while (scanf("%15s", word) == 1) {
        tick(&plant, strcmp(word, "open") == 0);
        printf("%d%% %d\n", plant.percent, plant.alarms);
    }
    return 0;
}
