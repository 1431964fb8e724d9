const express = require('express');
const { Sequelize, DataTypes, Op } = require('sequelize');
const { requireCaptain } = require('./accounts');

const sequelize = new Sequelize(process.env.DATABASE_URL, { logging: false });

const Team = sequelize.define('Team', {
  name: { type: DataTypes.STRING(80), allowNull: false, unique: true },
  city: DataTypes.STRING(80),
});

const Member = sequelize.define('Member', {
  name: { type: DataTypes.STRING(80), allowNull: false },
  role: { type: DataTypes.ENUM('captain', 'player', 'coach'), defaultValue: 'player' },
  joined: { type: DataTypes.DATEONLY, allowNull: false },
  TeamId: { type: DataTypes.INTEGER, allowNull: false },
});

Team.hasMany(Member);
Member.belongsTo(Team);

function describe(team, members) {
  const captain = members.find((member) => member.role === 'captain');
  return {
    id: team.id,
    name: team.name,
    city: team.city,
    captain: captain ? captain.name : null,
    members: members.length,
  };
}

async function overview(city) {
  const where = city ? { city } : {};
  const teams = await Team.findAll({ where, order: ['name'], limit: 200 });
  const answer = [];
  const members = await Member.findAll({ where: { TeamId: teams.map((team) => team.id) } });
  const byTeam = Map.groupBy(members, (member) => member.TeamId);
  for (const team of teams) {
    answer.push(describe(team, byTeam.get(team.id) ?? []));
  }
  return answer;
}

async function newcomers(since) {
  return Member.findAll({
    where: { joined: { [Op.gte]: since } },
    include: Team,
    order: [['joined', 'DESC']],
    limit: 50,
  });
}

async function rename(id, name) {
  const team = await Team.findByPk(id);
  if (!team) return false;
  await team.update({ name });
  return true;
}

const app = express();

app.put('/teams/:id(\\d+)/name', requireCaptain, express.json(), async (req, res, next) => {
  try {
    const name = String(req.body.name ?? '').trim();
    if (name === '') {
      res.status(400).json({ error: 'name' });
      return;
    }
    res.sendStatus((await rename(Number(req.params.id), name)) ? 204 : 404);
  } catch (error) {
    next(error);
  }
});

app.get('/teams', async (req, res, next) => {
  try {
    const city = typeof req.query.city === 'string' ? req.query.city : null;
    res.json(await overview(city));
  } catch (error) {
    next(error);
  }
});

app.get('/newcomers', async (req, res, next) => {
  try {
    const since = new Date(Date.now() - 30 * 86_400_000);
    const members = await newcomers(since);
    res.json(members.map((member) => ({ name: member.name, team: member.Team.name })));
  } catch (error) {
    next(error);
  }
});

sequelize.sync().then(() => app.listen(3000));
